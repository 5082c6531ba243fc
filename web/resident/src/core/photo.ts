/* photo.ts - a photo is chosen and handed in: its bytes alone, as the service wants them. */
import { address, headers } from './request';
import { Trouble } from './trouble';

const PATIENCE_MS = 60000; // a slow line

function bytesOf(path: string, file: unknown): Promise<ArrayBuffer> {
  /* #ifdef H5 */
  return (file as File).arrayBuffer();
  /* #endif */
  /* #ifndef H5 */
  return new Promise((resolve, reject) => {
    uni.getFileSystemManager().readFile({
      filePath: path,
      success: ({ data }) => resolve(data as ArrayBuffer),
      fail: () => reject(Trouble.offline()),
    });
  });
  /* #endif */
}

/* undefined: none was chosen. */
export function choosePhoto(): Promise<ArrayBuffer | undefined> {
  return new Promise((resolve, reject) => {
    uni.chooseImage({
      count: 1,
      sizeType: ['compressed'],
      success: ({ tempFilePaths, tempFiles }) =>
        bytesOf(tempFilePaths[0] as string, (tempFiles as unknown[])[0]).then(resolve, reject),
      fail: () => resolve(undefined),
    });
  });
}

export function sendPhoto(path: string, parts: object, bytes: ArrayBuffer): Promise<void> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: address(path, parts),
      method: 'POST',
      data: bytes,
      header: { ...headers(), 'Content-Type': 'application/octet-stream' },
      timeout: PATIENCE_MS,
      success: ({ statusCode, data }) =>
        statusCode >= 200 && statusCode < 300 ? resolve() : reject(Trouble.of(statusCode, data)),
      fail: () => reject(Trouble.offline()),
    });
  });
}
