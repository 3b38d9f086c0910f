import { useEffect, useState, type JSX } from 'react'
import { NearLimit } from './NearLimit.tsx'
import { TopUsers } from './TopUsers.tsx'

/** All users who made calls, and a search, which finds the others too. */
export function Users(): JSX.Element {
  const [typed, setTyped] = useState('')
  const [search, setSearch] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), 250)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <>
      <TopUsers
        key={search}
        title="Users"
        size={50}
        search={search}
        isLong
        tools={
          <label className="aqa-field">
            <span>Search</span>
            <input
              type="search"
              value={typed}
              placeholder="E-mail or user id"
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        }
      />
      <NearLimit size={25} />
    </>
  )
}
