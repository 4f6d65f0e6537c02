/** A visitor whose page was heard of within this time is there: answers go to the chat. */
export const VISITOR_THERE_SECONDS = 30;
/** Not heard of for so long, he is gone. Between the two nobody knows. */
export const VISITOR_GONE_SECONDS = 45;
/** A line of a representative that stands unread for so long is mailed to a visitor who is gone. */
export const UNREAD_SECONDS = 60;
