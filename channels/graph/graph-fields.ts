import type { SettingField } from '../platform-channel.ts';
import { GRAPH_VERSION } from './graph-settings.schema.ts';

/** Settings that mean the same for every account of the Graph API. */
export const graphFields = {
  verifyToken: {
    name: 'verifyToken',
    label: 'Verify token',
    hint: 'Words of your own that the dashboard shows when it asks whether the webhook address is yours.',
    kind: 'secret',
    isRequired: false,
  },
  version: {
    name: 'version',
    label: 'API version',
    hint: 'Versions end after two years or so; the changelog of the Graph API says when.',
    kind: 'text',
    isRequired: false,
    standard: GRAPH_VERSION,
  },
  baseUrl: {
    name: 'baseUrl',
    label: 'Base address',
    hint: 'Empty for the real platform; another one for a stand-in.',
    kind: 'text',
    isRequired: false,
  },
} satisfies Record<string, SettingField>;
