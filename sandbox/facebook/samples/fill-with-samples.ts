import type { FacebookWorld } from '../facebook-world.ts';
import { postId } from '../store/object-ids.ts';
import { writeAsCustomer } from '../write-as-customer.ts';
import { type SampleThread, sampleThreads } from './shop-talk.ts';

const HOUR = 60 * 60 * 1000;

/** Puts the sample talk on the two Pages, once in the life of the folder: the posts some days old, the comments of today. */
export function fillWithSamples(world: FacebookWorld): void {
  const { store } = world;
  if (store.state.samplesDelivered) return;
  for (const [number, thread] of sampleThreads.entries()) addThread(world, { thread, daysOld: number + 1 });
  store.change((state) => {
    state.samplesDelivered = true;
  });
}

function addThread(world: FacebookWorld, { thread, daysOld }: { thread: SampleThread; daysOld: number }): void {
  const { store } = world;
  const pageId = store.state.pages[thread.page]?.id ?? '';
  const at = (hoursAgo: number): Date => new Date(Date.now() - hoursAgo * HOUR);
  const createdAt = at(daysOld * 24).toISOString();
  const under = postId(store.addPost({ pageId, authorId: pageId, message: thread.post, createdAt }));
  for (const [place, { name, text, replies = [], isPrivate = false }] of thread.comments.entries()) {
    const person = store.person({ name });
    store.change(() => {
      person.isPrivate = isPrivate;
    });
    const hoursAgo = 10 - place * 2;
    const { tail } = writeAsCustomer(world, { under, message: text, authorId: person.id, createdAt: at(hoursAgo) });
    for (const reply of replies)
      writeAsCustomer(world, { under: tail, message: reply.text, name: reply.name, createdAt: at(hoursAgo - 1) });
  }
}
