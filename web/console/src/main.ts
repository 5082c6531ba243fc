import { createApp } from 'vue';
import '@sanbao/shared/look.css';
import './look/base.css';
import './look/frame.css';
import './look/parts.css';
import './look/inbox.css';
import './look/pane.css';
import App from './App.vue';
import { listenToKeys } from './shell/keys';
import { listenToBooks } from './shell/live';
import { router } from './shell/router';
import { guardLeaving } from './shell/undo';

listenToKeys();
listenToBooks();
guardLeaving();
createApp(App).use(router).mount('#app');
