/** Every kind of place requests come from, in the order of the tabs. */
export const channels = [
  'chatbot',
  'web-form',
  'instagram',
  'facebook',
  'trendyol',
  'supsis-form',
  'email',
  'automation',
  'manual',
] as const;

export type Channel = (typeof channels)[number];

/** What the desk brings itself; every other channel is an account at somebody else's platform. */
const ownChannels: readonly Channel[] = ['chatbot', 'web-form', 'email', 'automation', 'manual'];

export function isPlatform(channel: Channel): boolean {
  return !ownChannels.includes(channel);
}

/** What a screen prints for a channel. */
export const channelNames: Record<Channel, string> = {
  chatbot: 'Chatbot',
  'web-form': 'Web form',
  instagram: 'Instagram',
  facebook: 'Facebook',
  trendyol: 'Trendyol',
  'supsis-form': 'Supsis form',
  email: 'E-mail',
  automation: 'Automation',
  manual: 'Manual',
};
