export interface CustomerStory {
  user: 'support' | 'siparis';
  from: string;
  /** `{order}` stands for an order number. */
  subject: string;
  text: string;
}

/** What customers write about, in turn, while the sample desk runs. */
export const customerStories: readonly [CustomerStory, ...CustomerStory[]] = [
  {
    user: 'siparis',
    from: 'Zeynep Şahin <zeynep.sahin@musteri.test>',
    subject: 'Siparişim hâlâ hazırlanıyor görünüyor ({order})',
    text: 'Merhaba,\n\n{order} numaralı siparişim üç gündür "hazırlanıyor" görünüyor. Hafta sonundan önce elime geçmesi gerekiyordu.\nBilgi verebilir misiniz?\n\nTeşekkürler,\nZeynep Şahin',
  },
  {
    user: 'support',
    from: 'Daniel Meyer <daniel.meyer@customer.test>',
    subject: 'Wrong size delivered, order {order}',
    text: 'Hello,\n\nI ordered the blue jacket in M (order {order}) and received an L. Could you send the right one before Friday?\n\nBest,\nDaniel Meyer\n+49 30 5550 0142',
  },
  {
    user: 'siparis',
    from: 'Emre Yıldız <emre.yildiz@musteri.test>',
    subject: 'İade kargo kodu',
    text: 'İyi günler,\n\n{order} numaralı siparişi iade etmek istiyorum, ürün beklediğim gibi çıkmadı. Kargo kodunu iletir misiniz?\n\nEmre Yıldız\n0532 555 01 77',
  },
  {
    user: 'support',
    from: 'Priya Nair <priya.nair@customer.test>',
    subject: 'Can I change the delivery address?',
    text: 'Hi there,\n\nI moved last week. Order {order} should go to my new flat:\n\n14 Harbour Street\nBristol BS1 4QA\n\nIs it too late?\n\nPriya',
  },
  {
    user: 'siparis',
    from: 'Gülşah Öztürk <gulsah.ozturk@musteri.test>',
    subject: 'Hediye paketi eklenebilir mi?',
    text: 'Merhaba, {order} numaralı siparişe hediye paketi ve küçük bir not ekletmek istiyorum. Not: "İyi ki doğdun Işıl!"\n\nSevgiler,\nGülşah',
  },
  {
    user: 'support',
    from: 'Tom Becker <tom.becker@customer.test>',
    subject: 'Charged twice?',
    text: 'Hello,\n\nmy card statement shows two charges of 89.90 for order {order}. Please check and refund one of them.\n\nRegards\nTom Becker',
  },
];
