import { connect, type Socket } from 'node:net';

/** An IMAP client that sends what it is told, right or wrong, and shows what came back: for checking a server. */
export class RawImap {
  readonly socket: Socket;
  private received = '';
  private count = 0;
  private wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
      this.wake();
    });
    socket.on('close', () => this.wake());
    socket.on('error', () => {});
  }

  /** Connects and waits for the greeting. */
  static async open(port: number): Promise<RawImap> {
    const client = new RawImap(connect(port, '127.0.0.1'));
    await client.until(/^\* (OK|BYE).*\r\n/);
    return client;
  }

  /** Sends one command under a fresh tag; returns all that came up to its tagged answer, with the tag as `T`. */
  async ask(command: string): Promise<string> {
    this.count += 1;
    const tag = `a${this.count}`;
    this.write(`${tag} ${command}\r\n`);
    const answer = await this.until(new RegExp(`(?:^|\r\n)${tag} (?:OK|NO|BAD)[^\r]*\r\n`));
    return answer.replaceAll(new RegExp(`^${tag} `, 'gm'), 'T ').trimEnd();
  }

  write(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** Waits until what came matches; returns it to the end of the match, and keeps the rest for the next. */
  async until(expression: RegExp): Promise<string> {
    for (;;) {
      const match = expression.exec(this.received);
      if (match) {
        const end = match.index + match[0].length;
        const text = this.received.slice(0, end);
        this.received = this.received.slice(end);
        return text;
      }
      if (this.socket.destroyed) throw new Error(`connection ended; last: ${this.received}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  close(): void {
    this.socket.destroy();
  }
}
