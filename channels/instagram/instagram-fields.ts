import { graphFields } from '../graph/graph-fields.ts';
import type { SettingField } from '../platform-channel.ts';

export const instagramFields: readonly SettingField[] = [
  {
    name: 'login',
    label: 'Login',
    hint: 'How the account logged in to your app; an app can use only one of the two.',
    kind: 'choice',
    choices: [
      { id: 'instagram', label: 'Instagram login' },
      { id: 'facebook-login', label: 'Facebook login (by the linked Page)' },
    ],
    isRequired: true,
    standard: 'instagram',
  },
  {
    name: 'token',
    label: 'Access token',
    hint: 'Of the Instagram account or, with Facebook login, of the person or the Page.',
    kind: 'secret',
    isRequired: true,
  },
  {
    name: 'appId',
    label: 'App id',
    hint: "Of the app in the dashboard; with Facebook login a person's token is exchanged with it.",
    kind: 'text',
    isRequired: false,
  },
  {
    name: 'appSecret',
    label: 'App secret',
    hint: 'Of the same login: exchanges short-lived tokens, and proves that what is pushed is genuine.',
    kind: 'secret',
    isRequired: false,
  },
  graphFields.verifyToken,
  {
    name: 'pageId',
    label: 'Page id',
    hint: 'With Facebook login, when the person has several Pages: the one linked to the account.',
    kind: 'text',
    isRequired: false,
  },
  graphFields.version,
  graphFields.baseUrl,
];
