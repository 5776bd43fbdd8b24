// Starts the page.
// SPDX-License-Identifier: Apache-2.0
import { render } from 'preact';
import { Page } from './page.tsx';
import './style/base.css';
import './style/live.css';
import './style/wall.css';
import './style/desk.css';
import './style/editor.css';
import './style/print.css';

render(<Page />, document.getElementById('page')!);
