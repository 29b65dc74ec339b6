import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

/** Connects a client with a server in this process without the network, whose order of things is another each time. */
export class DirectAgent extends Agent {
  constructor(private readonly connect: () => Duplex) {
    super({ keepAlive: true });
  }

  override createConnection(): Duplex {
    return this.connect();
  }
}
