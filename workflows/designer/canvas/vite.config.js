import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// One script and one style sheet with plain names: Django adds the hash of their content.
export default defineConfig({
  plugins: [react()],
  base: "./",
  build: {
    outDir: "../static/designer/canvas",
    emptyOutDir: true,
    target: "es2022",
    cssCodeSplit: false,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      input: "src/main.tsx",
      output: {
        entryFileNames: "canvas.js",
        assetFileNames: "canvas[extname]",
        codeSplitting: false,
      },
    },
  },
});
