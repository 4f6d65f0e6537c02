import { customerStories } from './customer-stories.ts';
import { deliverSample } from './deliver-sample.ts';
import type { SampleMail } from '../sample-mails.ts';
import { composeMail } from './compose-mail.ts';
import type { MailStore } from '../store/mail-store.ts';
import type { SandboxState } from '../store/sandbox-state.ts';

interface Trickle {
  store: MailStore;
  state: SandboxState;
  intervalSeconds: number;
}

/** Lets customers write one after the other, so that a newcomer sees mail arrive. Returns what stops it. */
export function startTrickle({ store, state, intervalSeconds }: Trickle): () => void {
  const timer = setInterval(() => {
    const number = state.values.trickled + 1;
    state.set({ trickled: number });
    deliverSample(store, trickleMail(number, new Date()));
  }, intervalSeconds * 1000);
  return () => clearInterval(timer);
}

/** The nth mail of the trickle: the stories in turn, each time under a new order number and Message-ID. */
export function trickleMail(number: number, now: Date): SampleMail {
  const story = customerStories[(number - 1) % customerStories.length] ?? customerStories[0];
  const order = String(73_000 + number * 17);
  const fill = (text: string): string => text.replaceAll('{order}', order);
  const raw = composeMail({
    from: story.from,
    to: `${story.user}@sample.test`,
    subject: fill(story.subject),
    text: fill(story.text),
    at: now,
    messageId: `trickle.${number}.${now.getTime()}@musteri.test`,
  });
  return { user: story.user, raw, at: now };
}
