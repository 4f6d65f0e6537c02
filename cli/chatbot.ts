import { Command } from 'commander';
import { addChatVerb } from './chatbot-chat.ts';
import type { DeskContext } from './context.ts';
import { showDesign, type ShowFlags } from './design-show.ts';
import { addDesignVerbs } from './design-verbs.ts';
import { toCount, verb, withDesk } from './verb.ts';

/** `deskhand chatbot …`: chatbots. */
export function chatbotCommand(): Command {
  const chatbot = new Command('chatbot').description('chatbots');
  addDesignVerbs(chatbot, { kind: 'chatbot', isPublishedAtOnce: false });
  verb(chatbot, 'show <name>', 'its versions, and its newest version as a tree')
    .option('--version <number>', 'this version', toCount)
    .option('--text', 'only the text, as it was written')
    .option('--tree', 'only the tree')
    .option('--ascii', 'draw it with plain characters')
    .action(
      withDesk((context: DeskContext, name: string, flags: ShowFlags) =>
        showDesign(context, 'chatbot', { name, ...flags }),
      ),
    );
  addChatVerb(chatbot);
  return chatbot;
}
