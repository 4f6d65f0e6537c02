import type { ImapSession } from './session.ts';
import type { RawCommand } from './tokens.ts';

const lineLimitBytes = 65_536;
const literalLimitBytes = 64 * 1024 * 1024;

/**
 * Reads one command with its literals: `{n}` waits for our go-ahead, `{n+}` does not (RFC 3501, 4.3; RFC 7888).
 * Null when the client is gone, or was sent away for sending too much.
 */
export async function readCommand(session: ImapSession): Promise<RawCommand | null> {
  const command: RawCommand = { lines: [], literals: [] };
  for (;;) {
    const line = await readLine(session);
    if (line === null) return null;
    const [announcement, size, plus] = /\{(\d+)(\+?)\}$/.exec(line) ?? [];
    if (announcement === undefined) return { ...command, lines: [...command.lines, line] };
    const bytes = await readLiteral(session, {
      tag: line.split(' ')[0] ?? '*',
      size: Number(size),
      waits: plus === '',
    });
    if (bytes === null) return null;
    command.lines.push(line.slice(0, -announcement.length));
    command.literals.push(bytes);
  }
}

async function readLine(session: ImapSession): Promise<string | null> {
  try {
    return (await session.reader.line(lineLimitBytes))?.toString('latin1') ?? null;
  } catch {
    session.bye('Too long command line');
    return null;
  }
}

async function readLiteral(
  session: ImapSession,
  literal: { tag: string; size: number; waits: boolean },
): Promise<Buffer | null> {
  if (literal.size > literalLimitBytes) {
    session.send(`${literal.tag} NO [TOOBIG] Literal too big`);
    session.bye('Literal too big');
    return null;
  }
  if (literal.waits) session.send('+ OK');
  return session.reader.bytes(literal.size);
}
