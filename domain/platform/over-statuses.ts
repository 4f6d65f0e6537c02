/** A question in one of these is over at its platform; any other word, known or not, may still change. */
export const overStatuses: readonly string[] = ['ANSWERED', 'REJECTED', 'UNANSWERED'];
