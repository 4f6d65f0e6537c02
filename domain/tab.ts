import type { Channel } from './channel.ts';

/** One of the ten lists. `channel` null: tickets of every channel; undefined: the tab holds no tickets. */
export interface Tab {
  id: TabId;
  title: string;
  channel?: Channel | null;
  /** Said when the list is empty. */
  fedBy: string;
}

export type TabId =
  | 'tickets'
  | 'chatbot'
  | 'offline'
  | 'instagram'
  | 'facebook'
  | 'trendyol'
  | 'automation-tickets'
  | 'supsis-forms'
  | 'automations'
  | 'settings';

export const tabs: readonly Tab[] = [
  {
    id: 'tickets',
    title: 'Tickets',
    channel: null,
    fedBy: 'Every request of every channel stands here. Add a mailbox under Request Settings, or type a ticket in.',
  },
  {
    id: 'chatbot',
    title: 'Chatbot Requests',
    channel: 'chatbot',
    fedBy: 'Tickets made by the Create Ticket block of a chatbot will stand here.',
  },
  { id: 'offline', title: 'Offline Requests', channel: 'web-form', fedBy: 'Requests from web forms will stand here.' },
  {
    id: 'instagram',
    title: 'Instagram Comments',
    channel: 'instagram',
    fedBy: 'Comments of an Instagram source whose Ticket switch is on will stand here.',
  },
  {
    id: 'facebook',
    title: 'Facebook Comments',
    channel: 'facebook',
    fedBy: 'Comments of a Facebook source whose Ticket switch is on will stand here.',
  },
  {
    id: 'trendyol',
    title: 'Trendyol Q&A',
    channel: 'trendyol',
    fedBy: 'Questions of an active Trendyol source will stand here.',
  },
  {
    id: 'automation-tickets',
    title: 'Automation Tickets',
    channel: 'automation',
    fedBy: 'Tickets that automations open will stand here.',
  },
  {
    id: 'supsis-forms',
    title: 'Supsis Form Tickets',
    channel: 'supsis-form',
    fedBy: 'Responses of a Supsis form that redirects to tickets will stand here.',
  },
  { id: 'automations', title: 'Automations', fedBy: 'Event-based automations will stand here.' },
  { id: 'settings', title: 'Request Settings', fedBy: '' },
];
