import type { Socket } from 'node:net';

const newline = 0x0a;

/** Reads lines and counted bytes from a socket, taking from it only as much as somebody asks for. */
export class SocketReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** The next line without its end; null when the peer is gone. Throws when it is longer than the limit. */
  async line(limitBytes: number): Promise<Buffer | null> {
    let searched = 0;
    for (;;) {
      const end = this.rest.indexOf(newline, searched);
      if (end !== -1) {
        const line = this.rest.subarray(0, end > 0 && this.rest[end - 1] === 0x0d ? end - 1 : end);
        this.rest = this.rest.subarray(end + 1);
        return line;
      }
      if (this.rest.length > limitBytes) throw new Error('line too long');
      searched = this.rest.length;
      const chunk = await this.next();
      if (!chunk) return null;
      this.rest = Buffer.concat([this.rest, chunk]);
    }
  }

  /** Exactly so many bytes; null when the peer is gone before. */
  async bytes(count: number): Promise<Buffer | null> {
    const pieces = [this.rest];
    let have = this.rest.length;
    while (have < count) {
      const chunk = await this.next();
      if (!chunk) return null;
      pieces.push(chunk);
      have += chunk.length;
    }
    const all = Buffer.concat(pieces);
    this.rest = all.subarray(count);
    return all.subarray(0, count);
  }

  private async next(): Promise<Buffer | null> {
    try {
      const { value, done } = await this.chunks.next();
      return done ? null : value;
    } catch {
      return null;
    }
  }
}
