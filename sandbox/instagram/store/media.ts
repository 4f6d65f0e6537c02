import type { Instagram } from '../instagram.ts';
import { type Account, type Media, newId } from './state.ts';

/** Puts a media on an account. The caller saves the state. */
export function addMedia({ state }: Instagram, account: Account, details: Partial<Omit<Media, 'id' | 'owner'>>): Media {
  const id = newId(state.value, '178');
  const media: Media = {
    id,
    owner: account.userId,
    caption: '',
    mediaType: details.productType === 'REELS' ? 'VIDEO' : 'IMAGE',
    productType: 'FEED',
    permalink: `https://www.instagram.com/p/C${Buffer.from(id.slice(-8)).toString('base64url')}/`,
    at: Date.now(),
    isCommentEnabled: true,
    isAgeGated: false,
    live: null,
    ...details,
  };
  state.value.media[id] = media;
  return media;
}
