import { createApp } from 'vue';
import '@sanbao/shared/look.css';
import './stage.css';
import App from './App.vue';

createApp(App).mount('#app');
