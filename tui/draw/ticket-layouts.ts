import type { TabId } from '../../domain/tab.ts';

export type ColumnId =
  | 'number'
  | 'status'
  | 'representative'
  | 'channel'
  | 'bot'
  | 'form'
  | 'post'
  | 'product'
  | 'sight'
  | 'private'
  | 'answer'
  | 'deadline'
  | 'subject'
  | 'contact'
  | 'tags'
  | 'priority'
  | 'draft'
  | 'visitor'
  | 'date'
  | 'age';

/** Columns in their order, each with its width; the subject takes what is left. */
export type Layout = Partial<Record<ColumnId, number>>;

interface Layouts {
  /** For lists narrower than the number. */
  80: Layout;
  100: Layout;
  116: Layout;
  140: Layout;
  /** For all others. */
  wide: Layout;
}

const tickets: Layouts = {
  80: { number: 7, status: 8, subject: 0, contact: 10, age: 4 },
  100: { number: 7, status: 9, representative: 9, channel: 9, subject: 0, contact: 11, priority: 6, age: 4 },
  116: { number: 7, status: 10, representative: 11, channel: 14, subject: 0, contact: 13, priority: 6, age: 4 },
  140: {
    number: 7,
    status: 10,
    representative: 11,
    channel: 14,
    subject: 0,
    contact: 13,
    tags: 8,
    priority: 6,
    date: 12,
    age: 4,
  },
  wide: {
    number: 7,
    status: 13,
    representative: 17,
    channel: 22,
    subject: 0,
    contact: 20,
    tags: 18,
    priority: 9,
    date: 12,
    age: 5,
  },
};

const chatbot: Layouts = {
  80: { number: 7, status: 8, subject: 0, contact: 9, draft: 5, visitor: 7, age: 4 },
  100: { number: 7, status: 8, representative: 8, bot: 9, subject: 0, contact: 9, draft: 5, visitor: 7, age: 4 },
  116: { number: 7, status: 9, representative: 10, bot: 14, subject: 0, contact: 11, draft: 9, visitor: 8, age: 4 },
  140: {
    number: 7,
    status: 9,
    representative: 10,
    bot: 12,
    subject: 0,
    contact: 11,
    tags: 7,
    draft: 8,
    visitor: 8,
    date: 12,
    age: 4,
  },
  wide: {
    number: 7,
    status: 11,
    representative: 13,
    bot: 16,
    subject: 0,
    contact: 14,
    tags: 10,
    draft: 14,
    visitor: 8,
    date: 12,
    age: 5,
  },
};

const offline: Layouts = {
  80: { number: 7, status: 8, subject: 0, contact: 10, draft: 5, age: 4 },
  100: { number: 7, status: 9, representative: 9, form: 11, subject: 0, contact: 10, draft: 5, age: 4 },
  116: { number: 7, status: 9, representative: 11, form: 14, subject: 0, contact: 13, draft: 9, age: 4 },
  140: {
    number: 7,
    status: 9,
    representative: 11,
    form: 14,
    subject: 0,
    contact: 12,
    tags: 8,
    draft: 9,
    date: 12,
    age: 4,
  },
  wide: {
    number: 7,
    status: 12,
    representative: 15,
    form: 20,
    subject: 0,
    contact: 16,
    tags: 12,
    draft: 14,
    date: 12,
    age: 5,
  },
};

/** Instagram and Facebook: the subject is the comment itself, so it keeps its room. */
const comments: Layouts = {
  80: { number: 7, status: 8, subject: 0, sight: 7, private: 7, age: 4 },
  100: { number: 7, status: 8, representative: 8, post: 9, subject: 0, sight: 7, private: 7, age: 4 },
  116: { number: 7, status: 8, representative: 8, post: 11, subject: 0, contact: 9, sight: 7, private: 7, age: 4 },
  140: {
    number: 7,
    status: 9,
    representative: 10,
    channel: 10,
    post: 12,
    subject: 0,
    contact: 10,
    sight: 7,
    private: 7,
    age: 4,
  },
  wide: {
    number: 7,
    status: 10,
    representative: 12,
    channel: 14,
    post: 18,
    subject: 0,
    contact: 13,
    sight: 7,
    private: 7,
    age: 5,
  },
};

const questions: Layouts = {
  80: { number: 7, status: 8, subject: 0, answer: 9, deadline: 8, age: 4 },
  100: { number: 7, status: 8, representative: 8, product: 10, subject: 0, answer: 9, deadline: 8, age: 4 },
  116: { number: 7, status: 8, representative: 8, product: 12, subject: 0, contact: 8, answer: 9, deadline: 8, age: 4 },
  140: {
    number: 7,
    status: 9,
    representative: 10,
    channel: 9,
    product: 15,
    subject: 0,
    contact: 8,
    answer: 9,
    deadline: 8,
    age: 4,
  },
  wide: {
    number: 7,
    status: 10,
    representative: 12,
    channel: 14,
    product: 22,
    subject: 0,
    contact: 10,
    answer: 10,
    deadline: 8,
    age: 5,
  },
};

const responses: Layouts = {
  80: { number: 7, status: 8, subject: 0, contact: 10, draft: 5, age: 4 },
  100: { number: 7, status: 9, representative: 9, form: 12, subject: 0, contact: 10, draft: 5, age: 4 },
  116: { number: 7, status: 9, representative: 11, form: 16, subject: 0, contact: 12, draft: 9, age: 4 },
  140: { ...offline[140], form: 16 },
  wide: offline.wide,
};

const own: Partial<Record<TabId, Layouts>> = {
  chatbot,
  offline,
  instagram: comments,
  facebook: comments,
  trendyol: questions,
  'supsis-forms': responses,
};

/** What a tab shows at a width; what is dropped stands below the list for the chosen row. */
export function layoutFor(tabId: TabId, width: number): Layout {
  const layouts = own[tabId] ?? tickets;
  for (const below of [80, 100, 116, 140] as const) if (width < below) return layouts[below];
  return layouts.wide;
}
