// Runs in the browser's audio thread: hands every block of samples to the page.
registerProcessor(
  'microphone',
  class extends AudioWorkletProcessor {
    process([input]) {
      if (input[0] !== undefined) this.port.postMessage(input[0].slice());
      return true;
    }
  },
);
