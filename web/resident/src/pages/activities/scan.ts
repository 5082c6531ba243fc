/* scan.ts - codes through the phone's camera. The picture never leaves the phone: the browser reads
 * it where it can, else a reader that is loaded when first needed. */

export interface Looking {
  stop: () => void;
}

/* #ifdef H5 */
interface Detector {
  detect: (source: CanvasImageSource) => Promise<{ rawValue: string }[]>;
}
const EVERY_MS = 200;
const SIDE_MOST = 720;

async function makeReader(): Promise<(video: HTMLVideoElement) => Promise<string | undefined>> {
  const Native = (window as { BarcodeDetector?: new (options: object) => Detector }).BarcodeDetector;
  if (Native !== undefined) {
    const detector = new Native({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue;
  }
  const { default: read } = await import('jsqr');
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  return async (video) => {
    const scale = Math.min(1, SIDE_MOST / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.trunc(video.videoWidth * scale);
    canvas.height = Math.trunc(video.videoHeight * scale);
    if (canvas.width === 0) return undefined;
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return read(data, canvas.width, canvas.height)?.data;
  };
}


/* Shows the camera in `video` and gives each code that is read. Rejects where there is no camera,
 * or its use is not allowed. */
export async function look(video: HTMLVideoElement, found: (text: string) => void): Promise<Looking> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  let on = true;
  const stop = () => {
    on = false;
    stream.getTracks().forEach((track) => track.stop());
  };
  try {
    video.srcObject = stream;
    await video.play();
    const read = await makeReader();
    const turn = async () => {
      if (!on) return;
      const text = await read(video).catch(() => undefined);
      if (on && text) found(text);
      if (on) setTimeout(turn, EVERY_MS);
    };
    turn();
  } catch (error) {
    stop();
    throw error;
  }
  return { stop };
}
/* #endif */

let can = true;
/* #ifdef H5 */
can = typeof navigator === 'object' && navigator.mediaDevices !== undefined;
/* #endif */
export const canScan = can;

/* #ifndef H5 */
/* WeChat's own page for it. Rejects where it was left without a code. */
export function scanOnce(): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.scanCode({
      scanType: ['qrCode'],
      success: ({ result }) => resolve(result),
      fail: reject,
    });
  });
}
/* #endif */
