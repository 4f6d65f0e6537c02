/** Talks of visitors: everything that happens to their rows. */
export { addVisitorLine, type VisitorLine } from './conversations/add-visitor-line.ts';
export { conversationWords } from './conversations/conversation-words.ts';
export { readConversation, type ConversationRead } from './conversations/read-conversation.ts';
export {
  startConversation,
  type ConversationStart,
  type ConversationUser,
} from './conversations/start-conversation.ts';
