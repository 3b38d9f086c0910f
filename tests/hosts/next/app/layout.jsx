import 'ai-token-quotas-react/styles.css'

export const metadata = { title: 'host', icons: { icon: 'data:,' } }

export default function RootLayout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
