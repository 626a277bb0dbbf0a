/** Style sheets are imported for their effect on the bundle: esbuild writes them to panel.css. */
declare module '*.css';
