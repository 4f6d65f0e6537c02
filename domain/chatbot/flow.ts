/**
 * A chatbot as its owner designed it: named flows, each a list of blocks taken from the top. A block that branches goes
 * to another flow and does not come back. Texts may hold `{{attribute}}`.
 */
export interface Chatbot {
  /** Names it in commands and addresses: letters, digits and dashes. */
  name: string;
  /** What visitors see above the chat. */
  title: string;
  language: Language;
  /** A visitor who says nothing for so long has left the talk unfinished. */
  timeoutSeconds: number;
  /** A visitor whose page was closed for so long is gone. */
  goneSeconds: number;
  /** Given to every ticket of this chatbot, besides the tag of its block. */
  tags: string[];
  /** Sites that may embed the chat, as origins (`https://shop.example`); empty: only its own page. */
  origins: string[];
  limits: {
    /** Talks begun from one network address. */
    startsPerHour: number;
    /** Lines of one talk. */
    linesPerMinute: number;
  };
  /** The flow a talk begins with. */
  start: string;
  flows: Record<string, Block[]>;
}

export const languages = ['en', 'tr'] as const;
export type Language = (typeof languages)[number];

export const askedKinds = ['text', 'name', 'email', 'phone'] as const;
export type AskedKind = (typeof askedKinds)[number];

export const filterTests = ['is', 'is-not', 'contains', 'starts-with', 'is-set', 'is-empty'] as const;
export type FilterTest = (typeof filterTests)[number];

export type Block =
  | { kind: 'say'; text: string }
  | { kind: 'options'; text: string; options: { label: string; goto: string }[]; into: string | null }
  | {
      kind: 'ask';
      what: AskedKind;
      question: string;
      /** The attribute that takes the answer. */
      into: string;
      /** Said when the answer does not fit; null: a standard text. */
      retry: string | null;
      /** After so many unfitting answers the block is left behind, without an answer. */
      tries: number;
    }
  | { kind: 'set'; attribute: string; value: string }
  | {
      kind: 'filter';
      /** The first that fits is gone to. */
      cases: { attribute: string; test: FilterTest; value: string; goto: string }[];
      /** Null: the flow goes on below. */
      otherwise: string | null;
    }
  | { kind: 'hours'; calendar: string; inside: string; outside: string }
  | ({
      kind: 'create-ticket';
      /** What the customer wants, in words of the ticket; null: all that the visitor wrote. */
      request: string | null;
      /** Said before what follows, should the ticket be a draft; null: a standard text that tells the truth. */
      whenDraft: string | null;
    } & TicketFields)
  | { kind: 'wait'; seconds: number }
  | {
      kind: 'wait-for-message';
      seconds: number;
      /** The first whose words stand in the message is gone to; `iade*` also stands for what begins so. */
      cases: { words: string[]; goto: string }[];
      onTimeout: string;
      /** Null: the flow goes on below. */
      otherwise: string | null;
      into: string | null;
    }
  | { kind: 'goto'; flow: string }
  | ({ kind: 'hand-over'; text: string | null; team: string | null } & TicketFields)
  | { kind: 'end' };

export type BlockKind = Block['kind'];

/** What a ticket is made of; texts with `{{attribute}}`. */
export interface TicketFields {
  /** Empty: a standard subject. */
  subject: string;
  /** The visitor's address, from an attribute or typed; null: the one that the talk knows. */
  email: string | null;
  phone: string | null;
  tag: string | null;
}

/** Attributes that every talk knows without anybody setting them. */
export const knownAttributes = ['name', 'email', 'phone', 'ticket', 'page', 'language'] as const;
