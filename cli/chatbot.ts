import { Command } from 'commander';

/** `deskhand chatbot …`: chatbots. */
export function chatbotCommand(): Command {
  return new Command('chatbot').description('chatbots');
}
