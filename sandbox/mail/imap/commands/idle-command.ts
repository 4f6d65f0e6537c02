import type { ImapHandler } from '../command.ts';

/** IDLE (RFC 2177): changes are told as they happen until the client says DONE. */
export const idleCommand: Record<string, ImapHandler> = {
  IDLE: {
    needs: 'login',
    async run({ session }) {
      session.send('+ idling');
      session.tellChanges({ expunges: true });
      session.idling = true;
      const line = await session.reader.line(1000);
      session.idling = false;
      if (line === null) return 'BAD Client is gone';
      return line.toString().toUpperCase() === 'DONE' ? 'OK Idle completed.' : 'BAD Expected DONE.';
    },
  },
};
