import {
  DEBUG_VARIABLE,
  END_WORD,
  GATE_STATUS,
  GATE_VARIABLE,
  GATE_WORD,
  NONCE_VARIABLE,
  RELEASE_WORD,
  START_WORD,
} from '../contract/markers.js';

/**
 * The shell program that is PID 1 of a step: it waits at the gate, runs the script as a child, and ends with the child's status.
 * Its arguments are those of the child. POSIX shell, and nothing but its builtins (runner.md 3).
 *
 * - A process 1 without traps would ignore the signal that stops it. Besides TERM these are the stop signals that images name.
 * - The child gets TERM for all of them: shells start children in the background with INT and QUIT ignored.
 * - `$!` is empty until the child runs: a signal before that ends the wrapper itself. A second signal may run the trap inside the
 *   trap, after which dash does not know the status of a `[` any more: hence the `case`.
 * - A signal interrupts `wait`, whose status is then that of the signal: it is asked again while the child is there, and once more
 *   without traps, because the child may have ended just then. 127 is the answer where its status was told already.
 * - bash sometimes warns of its own bookkeeping when it next looks for signals after traps have changed under a storm of them, and loses the status of a child that ends at the moment of a signal, and says -1.
 * - Where it is debugged, it waits after a failure for a line or a signal: a person looks at what is left.
 * - bash reports a job that a signal ended, with the whole script, on the standard error of `wait`.
 *
 * @param shell - the shell that runs the script; only tests name another one
 */
export function stepWrapper(shell = '/bin/sh'): string {
  return `\
trap 'case $! in "") exit 143 ;; *) kill -TERM "$!" 2>/dev/null ;; esac' TERM INT QUIT WINCH
if [ -n "\${${GATE_VARIABLE}+set}" ]; then
  read -r podline_word podline_nonce podline_variables || exit ${GATE_STATUS}
  [ -n "\${${NONCE_VARIABLE}-}" ] && [ "$podline_word $podline_nonce" = "${GATE_WORD} $${NONCE_VARIABLE}" ] || exit ${GATE_STATUS}
  case $podline_variables in *[!A-Za-z0-9_.:/=\\ -]*) exit ${GATE_STATUS} ;; esac
  for podline_variable in $podline_variables; do
    case $podline_variable in [!A-Za-z_]* | *=*=*) exit ${GATE_STATUS} ;; *=*) ;; *) exit ${GATE_STATUS} ;; esac
    case \${podline_variable%%=*} in *[!A-Za-z0-9_]*) exit ${GATE_STATUS} ;; esac
    export "$podline_variable"
  done
fi
podline_nonce=\${${NONCE_VARIABLE}-}
podline_debug=\${${DEBUG_VARIABLE}+set}
unset ${GATE_VARIABLE} ${NONCE_VARIABLE} ${DEBUG_VARIABLE}
[ -z "$podline_nonce" ] || printf '\\036${START_WORD} %s\\n' "$podline_nonce"
exec 2>&1
${shell} -e "$@" </dev/null &
while wait "$!"; podline_status=$?; kill -0 "$!"; do :; done 2>/dev/null
{
  trap '' TERM INT QUIT WINCH
  wait "$!"
} 2>/dev/null
set -- "$?"
[ "$1" = 127 ] || podline_status=$1
[ "$podline_status" -ge 0 ] || podline_status=143
[ -z "$podline_nonce" ] || printf '\\n\\036${END_WORD} %s %s\\n' "$podline_nonce" "$podline_status"
case $podline_debug$podline_status in
  set0 | [0-9]*) ;;
  *)
    trap 'exit "$podline_status"' TERM INT QUIT WINCH
    while read -r podline_word && [ "$podline_word" != "${RELEASE_WORD} $podline_nonce" ]; do :; done
    ;;
esac
exit "$podline_status"
`;
}
