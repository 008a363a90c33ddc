// Labs that several tests bring up beside what is on a machine already.
import { fixtureLab } from '../lab.helper.ts';
import { onlyScript } from './labs.helper.ts';
import type { Machine } from './machine.helper.ts';

export const usersLine = onlyScript(fixtureLab('users-line').text, 'users-line');
export const gateway = onlyScript(fixtureLab('gateway').text, 'gateway');

export const addUplink = (machine: Machine): Promise<void> =>
  machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
