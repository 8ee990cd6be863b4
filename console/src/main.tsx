import { applyDensity, Density } from '@cloudscape-design/global-styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const root = document.getElementById('console');
if (!root) throw new Error('index.html has no element with the id console.');
applyDensity(Density.Compact);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
