import type { ImapHandler } from '../command.ts';
import { appendCommand } from './append-command.ts';
import { copyCommands } from './copy-commands.ts';
import { expungeCommand } from './expunge-command.ts';
import { fetchCommand } from './fetch-command.ts';
import { folderCommands } from './folder-commands.ts';
import { generalCommands } from './general-commands.ts';
import { idleCommand } from './idle-command.ts';
import { loginCommands } from './login-commands.ts';
import { searchCommand } from './search-command.ts';
import { selectCommands } from './select-commands.ts';
import { storeCommand } from './store-command.ts';

export const commandTable: ReadonlyMap<string, ImapHandler> = new Map(
  Object.entries({
    ...generalCommands,
    ...loginCommands,
    ...folderCommands,
    ...selectCommands,
    ...appendCommand,
    ...fetchCommand,
    ...searchCommand,
    ...storeCommand,
    ...copyCommands,
    ...expungeCommand,
    ...idleCommand,
  }),
);

/** The commands that may follow UID (RFC 3501, 6.4.8; RFC 4315; RFC 6851). */
export const commandsByUid: ReadonlySet<string> = new Set(['FETCH', 'SEARCH', 'STORE', 'COPY', 'MOVE', 'EXPUNGE']);
