import type { Remedy } from './remedy.ts';

/** What a finding says itself that a machine may do. */
export const sureFix: Remedy = {
  *offers({ fix }) {
    if (fix) yield fix;
  },
};
