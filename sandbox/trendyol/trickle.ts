import type { QuestionDraft } from './new-question.ts';
import type { QuestionBook } from './question-book.ts';
import { products } from './samples.ts';

const askers = ['A** T**', 'M** K**', 'S** D**', 'N** B**', 'C** E**', 'İ** Ç**', 'L** W**'];

const asked = [
  'Kargo ücretsiz mi? {city} için kaç günde gelir?',
  'Bu ürünün kumaşı terletir mi, yazın kullanılır mı?',
  'Is this the same as on the picture? I need it in {city} before the weekend.',
  'Hediye paketi yapıyor musunuz? Not ekletmek istiyorum: "İyi ki doğdun" 🎁',
  'Geçen ay aldığımın rengi soldu, yenisi de aynı mı? {city} mağazanız var mı, değişim yapılır mı?',
  '{count} adet alacağım, stok var mı? Toplu alımda fiyat değişiyor mu?',
  'Ürün orijinal mi, faturası kutudan çıkıyor mu?',
  'How do I return it if it does not fit?',
  'İade ettim, {count} gün oldu ama param yatmadı 😡',
];

const cities = ['İzmir', 'Şanlıurfa', 'Ankara', 'Muğla', 'Trabzon'];

/** Lets one customer ask after the other. Returns what stops it. */
export function startTrickle(book: QuestionBook, intervalSeconds: number): () => void {
  const timer = setInterval(() => {
    book.state.trickled += 1;
    book.add([trickledQuestion(book.state.trickled)]);
  }, intervalSeconds * 1000);
  return () => clearInterval(timer);
}

/** The nth question of the trickle: lists of unlike lengths in turn, so that it is long before one comes again. */
function trickledQuestion(number: number): QuestionDraft {
  const text = turn(asked, number)
    .replace('{city}', turn(cities, number))
    .replace('{count}', String(2 + (number % 11)));
  return { ...turn(products, number), userName: turn(askers, number), text, showUserName: number % 6 !== 0 };
}

function turn<Item>(list: readonly Item[], number: number): Item {
  return list[number % list.length] as Item;
}
