import fc from 'fast-check';

// The same cases on every CI run, so that a change is judged by what it changed; elsewhere other cases each time, to find what is wrong.
if (process.env['CI']) fc.configureGlobal({ seed: 20_261_125 });
