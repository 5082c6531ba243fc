/* db.ts - what the phone keeps across reloads: the device's key, what it took along, what it has
 * noted. IndexedDB: a change is there wholly or not at all. */

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('sanbao-field', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('kept');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
  return opened;
}

/* Reads, changes and keeps one value in one transaction; gives what it became. */
export async function change<Value>(key: string, act: (kept: Value | undefined) => Value): Promise<Value> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('kept', 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore('kept');
    let became: Value;
    const request = store.get(key);
    request.onsuccess = () => {
      became = act(request.result as Value | undefined);
      store.put(became, key);
    };
    transaction.oncomplete = () => resolve(became);
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'));
  });
}

export async function get<Value>(key: string): Promise<Value | undefined> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = database.transaction('kept').objectStore('kept').get(key);
    request.onsuccess = () => resolve(request.result as Value | undefined);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

export async function put(key: string, value: unknown): Promise<void> {
  await change(key, () => value);
}
