import type { Instagram } from '../instagram.ts';
import { addAccount } from '../store/accounts.ts';
import { addComment } from '../store/comments.ts';
import { addMedia } from '../store/media.ts';
import { personNamed } from '../store/people.ts';
import { SAMPLE_MEDIA } from './sample-words.ts';

const HOUR = 60 * 60 * 1000;

/** The two accounts that there are from the start, one for each login route. */
export function addSampleAccounts(instagram: Instagram): void {
  if (instagram.state.value.accounts.length > 0) return;
  addAccount(instagram, { username: 'shop', name: 'Shop', route: 'instagram-login' });
  addAccount(instagram, { username: 'shop_kids', name: 'Shop Kids', route: 'facebook-login' });
}

/** Fills the sample accounts, once in the life of the folder. The caller saves the state. */
export function addSamples(instagram: Instagram): void {
  const state = instagram.state.value;
  if (state.hasSamples) return;
  state.hasSamples = true;
  for (const account of state.accounts)
    for (const { caption, productType, hoursAgo, comments } of SAMPLE_MEDIA[account.username] ?? []) {
      const at = Date.now() - hoursAgo * HOUR;
      const media = addMedia(instagram, account, { caption, productType, at });
      for (const [place, [username, text]] of comments.entries()) {
        const from = personNamed(username);
        addComment(instagram, { media, replyTo: null, text, from, at: at + (place + 1) * 2 * HOUR, pushes: 1 });
      }
    }
}
