import type { ConversationState, Position } from './conversation.ts';

export type FlowErrorCode = 'LOOP' | 'NO_FLOW' | 'NO_CALENDAR' | 'UNKNOWN_BLOCK' | 'UNREADABLE';

/** A design that cannot go on. The caller ends the talk with `breakOff`, from the state that stands here. */
export class FlowError extends Error {
  readonly code: FlowErrorCode;
  readonly flow: string;
  readonly block: number;
  /** Up to the block that failed: what the visitor said in this turn is counted in it. */
  readonly state: ConversationState;

  constructor(code: FlowErrorCode, message: string, state: ConversationState) {
    const { flow, block }: Position = state.position;
    super(`flow ${flow}, block ${block + 1}: ${message}`);
    this.name = 'FlowError';
    this.code = code;
    this.flow = flow;
    this.block = block;
    this.state = state;
  }
}
