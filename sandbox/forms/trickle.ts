import type { ResponseDesk } from './response-desk.ts';
import { storyFor } from './stories.ts';

/** Lets somebody fill in one of the connected forms every so many seconds. Returns what stops it. */
export function startTrickle(desk: ResponseDesk, intervalSeconds: number): () => void {
  const timer = setInterval(() => {
    const connected = desk.state.forms.filter((form) => desk.sender(form.kind).callback !== null);
    const form = connected[desk.state.told % connected.length];
    if (!form) return;
    desk.push(desk.fill(storyFor(form, desk.state.told)));
    desk.state.told += 1;
    desk.save();
  }, intervalSeconds * 1000);
  return () => clearInterval(timer);
}
