/** When the desk works. Minutes count from local midnight; a frame may end at 1440, the next midnight. */
export interface Calendar {
  name: string;
  /** IANA. */
  timeZone: string;
  /** From Monday (index 0) to Sunday (index 6); frames in order, none touching another. */
  week: Frame[][];
  holidays: Holiday[];
}

export interface Frame {
  fromMinute: number;
  toMinute: number;
}

/** A local day, `2026-10-29`, on which other frames hold: none for a whole day off. */
export interface Holiday {
  date: string;
  name: string;
  frames: Frame[];
}
