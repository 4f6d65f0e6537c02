/** What an operator asks of a ticket. Texts are saved drafts, named by id: a command holds no words of its own. */
export type Command = (
  | { name: 'edit'; subject?: string; contact?: { name?: string; email?: string; phone?: string } }
  | {
      name: 'reply';
      draftId: string;
      seen: number;
      cc?: string[];
      statusId?: string;
      /**
       * In the chat, by e-mail, in public or privately at the platform it came from; left out: in the chat while its
       * visitor is there, in public at a platform, else by e-mail.
       */
      by?: ReplyWay;
    }
  | { name: 'note'; draftId: string }
  | { name: 'forward'; draftId: string; to: string[] }
  | { name: 'status'; statusId: string; from: string }
  | { name: 'priority'; priorityId: string }
  | { name: 'assign'; representativeId: string | null; teamId: string | null }
  | { name: 'tag'; add: string[]; remove: string[] }
  | { name: 'snooze'; until: string | null }
  | { name: 'archive' }
  | { name: 'unarchive' }
  | { name: 'delete' }
  | { name: 'restore' }
  | { name: 'purge' }
  /** Hides, shows again or removes a customer's comment at its platform. */
  | { name: 'moderate'; act: 'hide' | 'show' | 'remove' }
  | { name: 'retry-delivery'; deliveryId: string }
  | { name: 'discard-delivery'; deliveryId: string }
) & {
  /** For scripts: refuse when the ticket's version is another. */
  ifVersion?: number;
};

/** How an answer reaches the customer. */
export type ReplyWay = 'mail' | 'chat' | 'public' | 'private';

/** What the desk says to a command once it has been taken up. */
export interface CommandAnswer {
  outcome: 'done' | 'refused';
  version: number;
  /** With 'refused': a code of the error table, what happened, and what is new. */
  code?: string;
  message?: string;
  details?: Record<string, unknown>;
  deliveryId?: string;
  /** Of a reply: how it goes to the customer. */
  by?: ReplyWay;
}
