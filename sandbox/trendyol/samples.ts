import type { QuestionDraft } from './new-question.ts';
import type { QuestionBook } from './question-book.ts';

const HOUR = 3600 * 1000;

/** What the two sellers sell. */
export const products = [
  product(214530, { name: 'Ege Pamuk %100 Pamuk Oversize Tişört', code: 'TS-104', barcode: '8690104000018' }),
  product(214530, { name: 'Ege Pamuk Keten Karışımlı Gömlek', code: 'GM-221', barcode: '8690221000027' }),
  product(214530, { name: 'Ege Pamuk Çocuk Pijama Takımı', code: 'PJ-310', barcode: '8690310000036' }),
  product(385172, { name: 'Lodos Ev Çift Kişilik Nevresim Takımı', code: 'NV-018', barcode: '8691018000045' }),
  product(385172, { name: 'Lodos Ev Seramik Kahve Fincanı 6’lı', code: 'FN-006', barcode: '8691006000054' }),
] as const;

export type Product = Omit<QuestionDraft, 'text'>;

const samples: { product: Product; hoursAgo: number; userName: string; text: string; more?: Partial<QuestionDraft> }[] =
  [
    {
      product: products[0],
      hoursAgo: 20,
      userName: 'E** K**',
      text: 'Merhaba, 1.82 boy 78 kiloyum, hangi bedeni almalıyım? Yıkamada çeker mi?',
    },
    {
      product: products[3],
      hoursAgo: 15,
      userName: 'Z** Ş**',
      text: 'Nevresimin içindeki çarşaf lastikli mi? Yatağım 160x200 ve 32 cm yüksekliğinde, üstünde bir de ped var. Daha önce aldığım üç takımın üçü de köşelerden çıktı; bu yüzden ölçüyü tam yazarsanız çok sevinirim. Bir de lacivert renk fotoğraftaki kadar koyu mu, yoksa saks mavisine mi yakın? 🛏️',
    },
    {
      product: products[4],
      hoursAgo: 9,
      userName: 'D** M**',
      text: 'Hello, are the cups dishwasher safe? And do you pack them well, last time two of six arrived broken 😕',
    },
    { product: products[1], hoursAgo: 6, userName: 'B** Ö**', text: 'Bugün sipariş versem cuma gününe yetişir mi?' },
    {
      product: products[2],
      hoursAgo: 3,
      userName: 'G** Y**',
      text: 'Kızım 7 yaşında, 122 cm. 6-7 yaş olur mu yoksa 8-9 mu alayım?',
      more: { showUserName: false },
    },
    {
      product: products[0],
      hoursAgo: 1,
      userName: 'T** A**',
      text: 'Beyazı ne zaman gelecek? Haber verin lütfen, numaram 0532 555 01 77',
      more: { public: false },
    },
  ];

/** A handful of questions to both sellers, asked within the last day; once in the life of the folder. */
export function addSamples(book: QuestionBook): void {
  if (book.state.samplesAdded) return;
  book.state.samplesAdded = true;
  const now = book.now();
  book.add(
    samples.map(({ product: asked, hoursAgo, userName, text, more }) => ({
      ...asked,
      ...more,
      userName,
      text,
      creationDate: now - hoursAgo * HOUR,
    })),
  );
}

function product(sellerId: number, { name, code, barcode }: { name: string; code: string; barcode: string }): Product {
  return {
    sellerId,
    productName: name,
    productMainId: code,
    barcode,
    imageUrl: `https://cdn.sample.test/urun/${code.toLowerCase()}.jpg`,
    webUrl: `https://magaza.sample.test/urun/${code.toLowerCase()}-p-${barcode.slice(-6)}`,
  };
}
