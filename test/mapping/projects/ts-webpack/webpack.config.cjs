const { join } = require('node:path');

module.exports = {
  mode: 'production',
  target: 'node',
  devtool: 'source-map',
  entry: './src/main.ts',
  output: { path: join(__dirname, 'dist'), filename: 'main.js' },
  resolve: { extensions: ['.ts', '.js'] },
  module: { rules: [{ test: /\.ts$/, loader: 'ts-loader', options: { transpileOnly: true } }] },
  // Instrumentation patches what is required, so what it patches, and itself, stay outside of the bundle.
  externals: [/^@opentelemetry\//, 'express'].map((name) => ({ request }, done) =>
    (name instanceof RegExp ? name.test(request) : name === request) ? done(null, `commonjs ${request}`) : done()),
};
