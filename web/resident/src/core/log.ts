/* log.ts - the log's key, and a receipt checked in this phone. The key is kept from the first time
 * on: were another one shown later, nothing that is signed with it would hold here. */
import { checkReceipt, readKey, type Checked } from '../generated/proof';
import { address } from './request';
import { Trouble } from './trouble';

const STORED = 'sanbao.log-key';

function text(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: address(path),
      dataType: 'text',
      responseType: 'text',
      success: ({ statusCode, data }) =>
        statusCode === 200 ? resolve(String(data)) : reject(Trouble.of(statusCode, data)),
      fail: () => reject(Trouble.offline()),
    });
  });
}

export async function checkedHere(record: number): Promise<{ receipt: string; checked: Checked }> {
  const kept: string = uni.getStorageSync(STORED) || (await text('/log-key')).trim();
  const key = readKey(kept);
  const receipt = await text(`/api/v1/records/${record}/receipt`);
  if (key === undefined) return { receipt, checked: { holds: false, fault: 'signature' } };
  uni.setStorageSync(STORED, kept);
  return { receipt, checked: checkReceipt(receipt, record, key) };
}
