import { GRAPH_VERSION } from '../graph/graph-settings.schema.ts';
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
    hint: 'With Facebook login, when the person has several Pages: the one linked to the account.',
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
