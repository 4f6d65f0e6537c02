import type { Command } from 'commander';
import type { Design } from '../database/designs.ts';
import type { Chatbot } from '../domain/chatbot/flow.ts';
import { DeskError } from '../domain/errors.ts';
import { isAddress } from '../domain/mail/is-address.ts';
import type { DeskContext } from './context.ts';
import { toCount, verb, withDesk } from './verb.ts';

interface ChatFlags {
  draft?: boolean;
  version?: number;
  email?: string;
  name?: string;
  phone?: string;
}

/** `deskhand chatbot chat NAME`: talks with a chatbot from here, as a visitor would. */
export function addChatVerb(chatbot: Command): void {
  verb(chatbot, 'chat <name>', 'talk with one from here; what you say makes real tickets')
    .option('--draft', 'with its newest version, published or not')
    .option('--version <number>', 'with this version', toCount)
    .option('--email <address>', 'as a visitor whose address the web site knows')
    .option('--name <name>', 'the name that the web site knows')
    .option('--phone <number>', 'the phone number that the web site knows')
    .action(withDesk(chat));
}

async function chat(context: DeskContext, name: string, flags: ChatFlags): Promise<void> {
  const { findDesign, loadDesignVersion } = await import('../database/designs.ts');
  const { startConversation } = await import('../client/conversation.ts');
  const { newId } = await import('../database/new-id.ts');
  const { talkInTerminal } = await import('./talk-in-terminal.ts');
  if (flags.email && !isAddress(flags.email))
    throw new DeskError('INVALID_INPUT', `${flags.email} is no e-mail address`);
  const design = await findDesign(context.database, 'chatbot', name);
  const version = versionToTalkWith(design, flags);
  const { definition } = await loadDesignVersion(context.database, design.id, version);
  const desk = await context.desk();
  if (!desk.client) throw new DeskError('ENGINE_UNREACHABLE', 'nobody told where Temporal is');
  const { conversationId } = await startConversation(desk, {
    designId: design.id,
    version,
    visitorId: `terminal-${newId()}`,
    user: userOf(flags),
    language: (definition as unknown as Chatbot).language,
    pageUrl: null,
  });
  await talkInTerminal(desk, { conversationId, isJson: context.isJson });
}

function versionToTalkWith({ name, publishedVersion, latestVersion }: Design, flags: ChatFlags): number {
  const version = flags.version ?? (flags.draft ? latestVersion : publishedVersion);
  if (version !== null) return version;
  throw new DeskError('REFUSED', `${name} is not published yet; talk with its draft by --draft`);
}

function userOf({ email, name, phone }: ChatFlags) {
  if (!email && !name && !phone) return null;
  return { name: name ?? null, email: email ?? null, phone: phone ?? null, attributes: {} };
}
