import { randomInt } from 'node:crypto';
import type { Instagram } from '../instagram.ts';
import { addComment } from '../store/comments.ts';
import { personNamed } from '../store/people.ts';
import { TRICKLE_ENDINGS, TRICKLE_NAMES, TRICKLE_OPENINGS, TRICKLE_QUESTIONS } from './sample-words.ts';

/** Has a customer write something every so many seconds. @returns what stops it */
export function startTrickle(instagram: Instagram, seconds: number): () => void {
  const timer = setInterval(() => addOne(instagram), seconds * 1000);
  return () => clearInterval(timer);
}

function addOne(instagram: Instagram): void {
  const media = pick(Object.values(instagram.state.value.media));
  if (!media) return;
  const question = pick(TRICKLE_QUESTIONS) ?? '';
  const text = `${pick(TRICKLE_OPENINGS)}${question}${pick(TRICKLE_ENDINGS)}`;
  const from = personNamed(`${pick(TRICKLE_NAMES)}_demo${randomInt(10, 99)}`);
  addComment(instagram, { media, replyTo: null, text, from, pushes: 1 });
  instagram.state.save();
}

function pick<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 0 ? undefined : items[randomInt(items.length)];
}
