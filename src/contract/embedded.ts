/** What the version of podline's own embedded cluster ends with, as that of other distributions does: `v1.34.2+podline`. */
export const EMBEDDED_BUILD = '+podline';
