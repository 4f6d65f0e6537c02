/** What the sample Pages posted, and what customers wrote under it. `page` is the number of the Page in the samples. */
export interface SampleThread {
  page: 0 | 1;
  post: string;
  comments: { name: string; text: string; replies?: { name: string; text: string }[]; isPrivate?: boolean }[];
}

const longStory = [
  'Merhaba, üç hafta önce iki adet keten gömlek sipariş ettim.',
  'İlk paket yanlış bedenle geldi, iade ettim; ikincisinde düğmelerden biri yoktu ve yaka dikişi açıktı.',
  'Müşteri hizmetlerinizle iki kez konuştum, her seferinde “kargoda” dendi ama takip numarası hâlâ eski adresi gösteriyor.',
  'Ürünlerinizi seviyorum, yıllardır sizden alıyorum, o yüzden buraya yazıyorum: lütfen biri siparişime gerçekten baksın.',
  'Düğüne giyecektim, cumartesiye kadar yetişmezse ücret iadesi istiyorum. 🙏',
].join(' ');

/** Believable talk of a shop in Istanbul (Turkish) and its sister for customers abroad (English). */
export const sampleThreads: readonly SampleThread[] = [
  {
    page: 0,
    post: 'Yeni sezon keten gömlekler mağazada! Bej, indigo ve çam yeşili. 🌿',
    comments: [
      { name: 'Ayşe Kılıç', text: 'Çam yeşilinin M bedeni ne zaman gelir?' },
      { name: 'Görkem Şahin', text: longStory },
      { name: 'İpek Doğan', text: 'Kumaşı çeker mi yıkayınca? 😅', isPrivate: true },
    ],
  },
  {
    page: 0,
    post: 'Hafta sonuna özel: tüm çantalarda kargo bizden.',
    comments: [
      {
        name: 'Mehmet Özgür',
        text: 'Siparişim 5 gündür “hazırlanıyor” görünüyor, ne oluyor?',
        replies: [{ name: 'Selin Aydın', text: 'Bende de aynısı, cevap veren yok 😡' }],
      },
    ],
  },
  {
    page: 1,
    post: 'Our autumn tote is back. Same canvas, stronger straps. 👜',
    comments: [
      { name: 'Hannah Moore', text: 'Do you ship to Ireland, and what about customs?' },
      { name: 'Luca Bianchi', text: 'Mine arrived with a broken zip. I sent two mails and got no answer 😕' },
    ],
  },
  { page: 1, post: 'Meet the people who sew your bags.', comments: [] },
];

/** What the trickle's customers say in turn; `{order}` becomes an order number. */
export const trickleTalk: readonly { page: 0 | 1; name: string; text: string }[] = [
  { page: 0, name: 'Zeynep Arslan', text: '{order} numaralı siparişim nerede? 🚚' },
  { page: 0, name: 'Emre Yıldız', text: 'İndigo gömleğin L bedeni tekrar gelecek mi?' },
  { page: 1, name: 'Grace Kelly-Jones', text: 'Order {order} came with the wrong colour. How do I swap it?' },
  { page: 0, name: 'Derya Çetin', text: 'Dün aldığım çantanın askısı koptu, değişim yapıyor musunuz? ({order})' },
  { page: 1, name: 'Tomás Ferreira', text: 'Is the tote vegan? And does it fit a 15" laptop?' },
  { page: 0, name: 'Burak Ünal', text: 'Fiyat bilgisi DM’den mi veriliyor? Buraya yazsanız daha iyi olur 🙂' },
  { page: 1, name: 'Amelia Clarke', text: 'Still waiting for my refund of {order} since Monday.' },
  { page: 0, name: 'Fatma Güneş', text: 'Hediye paketi yapıyor musunuz? Anneler günü için düşünüyorum 💐' },
];
