import type { PlatformChannel, SettingField } from '../platform-channel.ts';
import { readSettings } from '../read-settings.ts';
import { openTrendyol } from './trendyol-account.ts';
import { TRENDYOL_BASE_URL, trendyolSettings } from './trendyol-settings.schema.ts';

const fields: SettingField[] = [
  {
    name: 'sellerId',
    label: 'Seller number',
    hint: 'In the seller panel under Account Information, Integration Information',
    kind: 'text',
    isRequired: true,
  },
  {
    name: 'apiKey',
    label: 'API key',
    hint: 'Stands beside it, for the master user alone',
    kind: 'secret',
    isRequired: true,
  },
  { name: 'apiSecret', label: 'API secret', hint: 'Stands beside the API key', kind: 'secret', isRequired: true },
  {
    name: 'integratorName',
    label: 'Integrator',
    hint: 'Name of an integrator, letters and digits; empty for software of your own',
    kind: 'text',
    isRequired: false,
  },
  {
    name: 'storeFrontCode',
    label: 'Storefront',
    hint: 'Code of an international storefront; empty for Turkey',
    kind: 'text',
    isRequired: false,
  },
  {
    name: 'calendar',
    label: 'Calendar',
    hint: 'Its days count towards the three business days to answer; empty for Monday to Friday in Istanbul',
    kind: 'text',
    isRequired: false,
  },
  {
    name: 'baseUrl',
    label: 'Base address',
    hint: 'Of the stage: https://stageapigw.trendyol.com, from registered addresses only',
    kind: 'text',
    isRequired: false,
    standard: TRENDYOL_BASE_URL,
  },
];

/**
 * Questions to a seller on the Trendyol marketplace: polled, never pushed. 50 calls in 10 s to each endpoint are allowed
 * (developers.trendyol.com/docs/2-authorization), which keeps within 1000 listings and 500 answers a minute too.
 */
export const trendyolChannel: PlatformChannel = {
  channel: 'trendyol',
  fields,
  readSettings: (settings) => readSettings(trendyolSettings, settings),
  pollSeconds: 60,
  budgets: ['list', 'question', 'answers'].map((name) => ({ name, calls: 50, seconds: 10 })),
  open: openTrendyol,
  webhook: null,
};
