// Starts the drawn server by hand: npm run mock, then open the address that it prints.
// SPDX-License-Identifier: Apache-2.0
import { startShow } from './show.ts';

const mock = await startShow({ folder: 'dist', port: 8899, everyMs: 5000, role: 'operator' });
console.log(mock.address);
