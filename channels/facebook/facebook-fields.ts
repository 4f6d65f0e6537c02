import { GRAPH_VERSION } from '../graph/graph-settings.schema.ts';
import type { SettingField } from '../platform-channel.ts';

export const facebookFields: readonly SettingField[] = [
  {
    name: 'token',
    label: 'Access token',
    hint: "Of the Page, or of a person who may moderate it; a person's becomes the Page's own.",
    kind: 'secret',
    isRequired: true,
  },
  {
    name: 'appId',
    label: 'App id',
    hint: "Of the app in the dashboard; a person's token is exchanged with it.",
    kind: 'text',
    isRequired: false,
  },
  {
    name: 'appSecret',
    label: 'App secret',
    hint: "Exchanges a person's token, and proves that what is pushed is genuine.",
    kind: 'secret',
    isRequired: false,
  },
  {
    name: 'verifyToken',
    label: 'Verify token',
    hint: 'Words of your own that the dashboard shows when it asks whether the webhook address is yours.',
    kind: 'secret',
    isRequired: false,
  },
  {
    name: 'pageId',
    label: 'Page id',
    hint: 'Which Page, when the person has several.',
    kind: 'text',
    isRequired: false,
  },
  {
    name: 'version',
    label: 'API version',
    hint: 'Versions end after two years or so; the changelog of the Graph API says when.',
    kind: 'text',
    isRequired: false,
    standard: GRAPH_VERSION,
  },
  {
    name: 'baseUrl',
    label: 'Base address',
    hint: 'Empty for the real platform; another one for a stand-in.',
    kind: 'text',
    isRequired: false,
  },
];
