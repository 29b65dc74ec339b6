import http from 'node:http';
import https from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from '../errors.js';

/** Idle connections are kept this long: shorter than load balancers and API servers keep theirs. */
const IDLE_MS = 30_000;

/** Headers, TLS settings and agent of a request. */
export interface AuthorizedOptions extends https.RequestOptions {
  readonly headers: http.OutgoingHttpHeaders;
}

/**
 * Who we are and where the server is. Options are made anew for each request, so that token files and
 * exec plugins are asked again; `reload` begins with a newly read kubeconfig and new connections.
 */
export class Credentials {
  private had = false;
  private agent: http.Agent;

  private constructor(
    private readonly load: () => Promise<KubeConfig>,
    private config: KubeConfig,
    private readonly newAgent: () => http.Agent,
    /** The server's base address. */
    readonly server: URL,
  ) {
    this.agent = newAgent();
  }

  /** @param agent - how to connect, where it is not over the network */
  static async read(load: () => Promise<KubeConfig>, agent?: http.Agent): Promise<Credentials> {
    const config = await load();
    const server = serverOf(config);
    return new Credentials(load, config, () => agent ?? newAgent(server), server);
  }

  get contextName(): string {
    return this.config.getCurrentContext();
  }

  async requestOptions(): Promise<AuthorizedOptions> {
    const options: AuthorizedOptions = { headers: {} };
    try {
      await this.config.applyToHTTPSOptions(options);
    } catch (cause) {
      throw new ClusterError(`the credentials of the context "${this.contextName}" cannot be had: ${words(cause)}`, {
        code: 'unauthorized',
        hint: 'run the command or read the file that the kubeconfig names for this user',
        cause,
        // what worked before may work again; what never did is a mistake
        retryable: this.had,
      });
    }
    this.had = true;
    // client-node makes an agent for each request; only one that goes through a proxy is of use
    const proxied = this.config.getCurrentCluster()?.proxyUrl !== undefined;
    return proxied ? options : { ...options, agent: this.agent };
  }

  async reload(): Promise<void> {
    this.config = await this.load();
    this.agent = this.newAgent();
  }

  close(): void {
    this.agent.destroy();
  }
}

function serverOf(config: KubeConfig): URL {
  return new URL(config.getCurrentCluster()?.server ?? '');
}

function newAgent(server: URL): http.Agent {
  const options = { keepAlive: true, timeout: IDLE_MS };
  return server.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
}

function words(cause: unknown): string {
  return cause instanceof Error ? cause.message.trim() : String(cause);
}
