import { graphFields } from '../graph/graph-fields.ts';
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
  graphFields.verifyToken,
  {
    name: 'pageId',
    label: 'Page id',
    hint: 'Which Page, when the person has several.',
    kind: 'text',
    isRequired: false,
  },
  graphFields.version,
  graphFields.baseUrl,
];
